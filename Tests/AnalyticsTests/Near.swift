// SPDX-License-Identifier: Apache-2.0

/// Whether two numbers are the same but for a share `tolerance` of the expected one.
func isNear(_ found: Double?, _ expected: Double, _ tolerance: Double = 1e-12) -> Bool {
    guard let found else { return false }
    return found == expected || abs(found - expected) <= tolerance * abs(expected)
}
