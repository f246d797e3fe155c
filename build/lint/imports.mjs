// Reads what a TypeScript file imports, types included, from its syntax tree.
import { parseSync } from 'vite'

/**
 * @returns {{specifiers: {text: string, line: number}[], onlyExports: boolean}} `onlyExports`: nothing but `export … from`
 */
export function readImports(file, code) {
  const { program, errors } = parseSync(file, code)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`)
  const specifiers = []
  const add = (source) => {
    if (source?.type === 'Literal' && typeof source.value === 'string')
      specifiers.push({ text: source.value, line: code.slice(0, source.start).split('\n').length })
  }
  const visit = (node) => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item)
      return
    }
    if (node === null || typeof node !== 'object') return
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
      case 'ImportExpression':
      case 'TSImportType':
        add(node.source)
        break
      case 'TSExternalModuleReference':
        add(node.expression)
        break
      case 'CallExpression':
        if (node.callee.type === 'Identifier' && node.callee.name === 'require') add(node.arguments[0])
        break
    }
    for (const key in node) visit(node[key])
  }
  visit(program.body)
  const onlyExports = program.body.every(
    ({ type, source }) => (type === 'ExportNamedDeclaration' || type === 'ExportAllDeclaration') && source,
  )
  return { specifiers, onlyExports }
}
