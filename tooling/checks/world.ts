import ts from 'typescript'
import { lineOf, parse } from './imports.ts'
import type { SourceFile } from './tree.ts'

/** Where the outside world comes in; everything else is given a host. */
export const door = 'packages/core/src/host/default-host.ts'

const globals = new Set(['console', 'fetch'])
const members = new Set(['process.env', 'Date.now', 'Math.random', 'performance.now'])

/** Environment, console, network, clock and chance in packages, past the host. */
export function world(files: readonly SourceFile[]): readonly string[] {
  const found: string[] = []
  for (const file of files) {
    if (!/^packages\/[^/]+\/src\/.+\.ts$/.test(file.path) || file.path === door) continue
    const source = parse(file)
    const visit = (node: ts.Node): void => {
      // A type that mentions `typeof globalThis.fetch` reaches for nothing.
      if (ts.isTypeNode(node)) return
      const name = worldly(node)
      if (name !== undefined) {
        found.push(`${file.path}:${lineOf(source, node)} ${name}: it comes through the host`)
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return found
}

function worldly(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const name = `${node.expression.text}.${node.name.text}`
    if (members.has(name)) return name
    return node.expression.text === 'globalThis' && globals.has(node.name.text) ? name : undefined
  }
  if (ts.isIdentifier(node) && globals.has(node.text) && isReference(node) && !isBound(node)) {
    return node.text
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    return node.expression.text === 'Date' ? 'Date()' : undefined
  }
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
    const now = node.expression.text === 'Date' && (node.arguments?.length ?? 0) === 0
    return now ? 'new Date()' : undefined
  }
  if (ts.isImportSpecifier(node)) {
    const from = node.parent.parent.parent.moduleSpecifier
    const name = (node.propertyName ?? node.name).text
    const isProcess = ts.isStringLiteral(from) && /^(node:)?process$/.test(from.text)
    return isProcess && name === 'env' ? 'process.env' : undefined
  }
  return undefined
}

/** Used as a value, not as the name of a field or of something declared here. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isShorthandPropertyAssignment(parent)) return true
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  const declares = 'name' in parent && parent.name === node
  const renames = ts.isBindingElement(parent) && parent.propertyName === node
  return !declares && !renames && !ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent)
}

/** Declared by a function or block around: a parameter, a variable, an import. */
function isBound(node: ts.Identifier): boolean {
  for (let scope: ts.Node = node.parent; scope !== undefined; scope = scope.parent) {
    const names: ts.BindingName[] = []
    if (ts.isFunctionLike(scope)) names.push(...scope.parameters.map(({ name }) => name))
    if (ts.isBlock(scope) || ts.isSourceFile(scope)) {
      for (const statement of scope.statements) {
        if (ts.isVariableStatement(statement)) {
          names.push(...statement.declarationList.declarations.map(({ name }) => name))
        }
      }
    }
    if (names.some((name) => holds(name, node.text))) return true
  }
  return false
}

function holds(name: ts.BindingName, text: string): boolean {
  if (ts.isIdentifier(name)) return name.text === text
  return name.elements.some((element) => ts.isBindingElement(element) && holds(element.name, text))
}
