// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct `A Salesforce id of 15 characters` {
    /// The suffix of each group of five: which letters are capitals, from the right, as Salesforce documents it.
    @Test(arguments: [
        ("0015e00000000aB", "0015e00000000aBAAQ"), ("00Q5e00000000Ab", "00Q5e00000000AbEAI"), ("00Q5e0000000001", "00Q5e0000000001EAA"),
        ("0035e0000000001AAA", "0035e0000000001AAA"), ("0015e00000000a-", "0015e00000000a-"), ("short", "short"),
        ("a-person-by-name", "a-person-by-name"), ("123456789012345", "123456789012345"),
    ]) func `is the same in 18`(short: String, full: String) {
        #expect(SalesforceID.full(short) == full)
    }
}
