import { onOtherWire } from './vendor/other-wire.ts'
import type { VendorSpec } from './vendor/spec.ts'
import type { Wire, WireName, Wires } from './wires.ts'

/** `unknown` gives the table of a wire that the vendor's own table says nothing of, or refuses. */
export function chosenWires(
  wires: readonly Wire[],
  unknown: (spec: VendorSpec, wire: WireName) => VendorSpec | Promise<VendorSpec>,
): Wires {
  return {
    async table(spec, wire) {
      if (wire === spec.wire) return spec
      const described = spec.alternatives?.find((other) => other.wire === wire)
      return onOtherWire(spec, described ?? (await unknown(spec, wire)))
    },
    async codec(wire) {
      const found = wires.find(({ name }) => name === wire)
      if (found === undefined) throw new TypeError(`The wire ${wire} is not here.`)
      return found.codec()
    },
  }
}
