// SPDX-License-Identifier: Apache-2.0
import Domain

extension DateFormat {
    /// As `parse`, also where the cell names a zone by its IANA name.
    func read(_ cell: UnsafeRawBufferPointer, zone: Zone) -> CellResult<Timestamp> {
        let result = parse(cell, zone: zone)
        guard result.fault == .noSuchTime, let (time, name) = namedZone(in: cell), let named = Zones.expand(name) else { return result }
        return parse(time, zone: named)
    }
}
