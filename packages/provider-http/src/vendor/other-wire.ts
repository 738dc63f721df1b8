import type { VendorSpec } from './spec.ts'

/** A vendor on another wire than its own: its addresses and keys, and what `other` says of the wire. */
export function onOtherWire(table: VendorSpec, other: VendorSpec): VendorSpec {
  const { displayName, keyEnvironment, tokenEnvironment, baseUrlEnvironment } = table
  return {
    ...other,
    prefix: table.prefix,
    displayName,
    keyEnvironment,
    ...(tokenEnvironment !== undefined && { tokenEnvironment }),
    ...(baseUrlEnvironment !== undefined && { baseUrlEnvironment }),
    ...(table.baseUrl !== undefined && { baseUrl: other.baseUrl ?? table.baseUrl }),
    ...(table.resource !== undefined && { resource: table.resource }),
    ...(table.basePath !== undefined && { basePath: table.basePath }),
    key: table.key ?? 'required',
    auth: other.auth ?? table.auth ?? 'bearer',
  }
}
