// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct AccessRuleTests {
    @Test(arguments: [(Role.marketing, true), (.leader, true), (.operations, true), (.sdr, false), (.sales, false)])
    func `sales and SDRs see what they own`(role: Role, all: Bool) {
        let scope = Scope(role, of: ID(7))
        #expect(scope.allows(owner: ID(7)))
        #expect(scope.allows(owner: ID(8)) == all)
        #expect(scope.allows(owner: nil) == all, "the pool is seen by pulling")
        #expect(scope.allows(owner: ID(8), accountOwner: ID(7)))
    }

    @Test func `each failure beyond the free ones doubles the wait`() {
        var throttle = Throttle(free: 2, first: 2, longest: 60)
        var now = Moment(micros: 0)
        throttle.failed("a", at: now)
        #expect(throttle.wait("a", at: now) == nil)
        throttle.failed("a", at: now)
        #expect(throttle.wait("a", at: now) == 2)
        now = now.adding(seconds: 2)
        #expect(throttle.wait("a", at: now) == nil && throttle.wait("b", at: now) == nil)
        throttle.failed("a", at: now)
        #expect(throttle.wait("a", at: now) == 4)
        for _ in 0..<100 { throttle.failed("a", at: now) }
        #expect(throttle.wait("a", at: now) == 60)
        throttle.succeeded("a")
        #expect(throttle.wait("a", at: now) == nil)
    }

    @Test func `a throttle forgets, so that it stays small`() {
        var throttle = Throttle(free: 0, longest: 60, capacity: 100)
        for index in 0..<10_000 { throttle.failed("k\(index)", at: Moment(micros: Int64(index))) }
        #expect(throttle.wait("k0", at: Moment(micros: 10_000)) == nil)
        #expect(throttle.wait("k9999", at: Moment(micros: 10_000)) != nil)
        #expect(throttle.wait("k9999", at: .latest) == nil)
    }

    @Test(arguments: [
        (" Ana@Nordwind.example ", "ana@nordwind.example"), ("a@b", "a@b"), ("a@b@c", nil), ("@b", nil), ("a@", nil), ("a b@c", nil), ("", nil),
        ("a@\u{0}", nil), ("<a@b>", nil), (String(repeating: "a", count: 260) + "@b", nil),
    ]) func `an e-mail has one form`(typed: String, stored: String?) { #expect(SignInRules.email(typed) == stored) }

    @Test func `length makes a password`() {
        #expect(SignInRules.problem(withPassword: "Tr0ub4dor&3") != nil)
        #expect(SignInRules.problem(withPassword: "twelve chars") == nil)
        #expect(SignInRules.problem(withPassword: String(repeating: "x", count: 1_001)) != nil)
    }

    @Test func `a session lasts as long as it is used, up to its end`() {
        let rules = SessionRules(), start = Moment(micros: 0)
        #expect(rules.expiry(created: start, seen: start) == start.adding(seconds: rules.idle))
        #expect(rules.expiry(created: start, seen: start.adding(seconds: rules.longest - 1)) == start.adding(seconds: rules.longest))
    }
}
