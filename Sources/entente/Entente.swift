// SPDX-License-Identifier: Apache-2.0
import App

@main
struct Main {
    static func main() async { await Entente.start() }
}
