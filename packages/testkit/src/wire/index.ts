export { defineWire, type WholeWireAnswer, type WireInit, type WirePiece } from './define-wire.ts'
export {
  simulatedWire,
  simulatedWireNames,
  type SimulatedWireName,
  type SimulatedWireOptions,
} from './simulated/index.ts'
export {
  wireKey,
  type Wire,
  type WireAbility,
  type WireAnswer,
  type WireDamage,
  type WireFailure,
  type WirePlace,
  type WireRequest,
  type WireServer,
  type WireStop,
  type WireVariant,
  type WireVariantKind,
} from './wire.ts'
