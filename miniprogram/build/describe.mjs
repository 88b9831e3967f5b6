// Writes what the generic engine needs of the OpenAPI document: operations, schemas, words; compact, since phones load it.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { Converter } from 'opencc-js'

const at = (p) => fileURLToPath(new URL(p, import.meta.url))
const document = JSON.parse(readFileSync(at('../../openapi/openapi.json'), 'utf8'))
const out = at('../src/engine/generated/')
const all = document.components.schemas
const LIMIT_KIB = 64
const ROLES = ['applicant', 'lawyer', 'subject', 'officer', 'decider', 'approver', 'auditor', 'administrator']
/** Codes that the document calls plain texts. */
const DICTIONARY_OF_NAME = { weights: 'term', cautions: 'discipline_measure' }
const MONTH = '^[12][0-9]{3}-(0[1-9]|1[0-2])$'
const TIME = '^([01][0-9]|2[0-3]):[0-5][0-9]$'

export const snake = (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
const nameOf = (ref) => ref.slice(ref.lastIndexOf('/') + 1)

const types = []
const known = new Map()
/** Index of a type; equal types share one. */
function intern(type) {
  const key = JSON.stringify(type)
  if (!known.has(key)) {
    known.set(key, types.length)
    types.push(type)
  }
  return known.get(key)
}

const schemas = {}
const hints = {}

/** A schema as `{k: kind, …}`: z nullable, n/x least and most (length, value or items), e dictionary, o object, a items, of variants. */
function typeOf(schema, name) {
  if (!schema || Object.keys(schema).filter((k) => k !== 'title' && k !== 'description').length === 0) return { k: 'j' }
  const branches = schema.anyOf
  if (branches) {
    const real = branches.filter((b) => b.type !== 'null')
    const inner = real.length === 1 ? typeOf(real[0], name) : { k: 'j' }
    return real.length < branches.length ? { ...inner, z: 1 } : inner
  }
  if (schema.$ref) return refType(nameOf(schema.$ref), schema)
  if (schema.oneOf) {
    const of = schema.oneOf.map((s) => nameOf(s.$ref))
    if (of.some((n) => /Feature|Polygon/.test(n))) return { k: 'g' }
    of.forEach(describe)
    const mapped = Object.entries(schema.discriminator?.mapping ?? {}).map(([code, ref]) => [code, nameOf(ref)])
    return { k: 'v', by: schema.discriminator?.propertyName, of: Object.fromEntries(mapped) }
  }
  if ('const' in schema) return { k: 'c', v: schema.const }
  if (schema.enum) return { k: 'e', ...inlineCodes(schema.enum, name) }
  const dictionary = DICTIONARY_OF_NAME[name] ?? /字典\s*([a-z_]+)/.exec(schema.description ?? '')?.[1]
  switch (schema.type) {
    case 'array':
      return { k: 'a', a: intern(typeOf(dictionary ? { ...schema.items, description: schema.description } : schema.items, name)), ...range(schema.minItems, schema.maxItems) }
    case 'integer':
      return { k: name?.endsWith('_fen') ? 'f' : 'i', ...range(schema.minimum ?? above(schema), schema.maximum ?? below(schema)) }
    case 'number':
      return { k: 'n', ...range(schema.minimum ?? schema.exclusiveMinimum, schema.maximum ?? schema.exclusiveMaximum) }
    case 'boolean':
      return { k: 'b' }
    case 'string':
      return textType(schema, dictionary)
    case 'object':
      return mapType(schema, dictionary)
    default:
      return { k: 'j' }
  }
}
/** Codes written out in place: those of a dictionary where one has them all, best one that is called like the field. */
function inlineCodes(codes, name) {
  const having = Object.keys(all).filter((n) => all[n].enum && codes.every((c) => all[n].enum.includes(c))).map(snake)
  const e = having.find((n) => n.endsWith(name ?? '-')) ?? having[0]
  return { ...(e ? { e } : {}), only: codes }
}
const above = (s) => (s.exclusiveMinimum === undefined ? undefined : s.exclusiveMinimum + 1)
const below = (s) => (s.exclusiveMaximum === undefined ? undefined : s.exclusiveMaximum - 1)
const range = (n, x) => ({ ...(n === undefined ? {} : { n }), ...(x === undefined ? {} : { x }) })

function refType(name, schema) {
  const target = all[name]
  if (target.enum) return { k: 'e', e: snake(name), ...('default' in schema ? { d: schema.default } : {}) }
  if (target.type === 'object' && target.properties) {
    if (/^(Feature|FeatureCollection|.*Geometry)$/.test(name)) return { k: 'g' }
    describe(name)
    return { k: 'o', o: name }
  }
  return typeOf(target)
}

function textType(schema, dictionary) {
  if (dictionary) return { k: 'e', e: dictionary }
  const kind = { date: 'd', 'date-time': 't', uuid: 'u', password: 'w' }[schema.format]
  if (kind) return { k: kind, ...(kind === 'w' ? range(schema.minLength, schema.maxLength) : {}) }
  if (schema.pattern === MONTH) return { k: 'm' }
  if (schema.pattern === TIME) return { k: 'h' }
  const length = range(schema.minLength, schema.maxLength)
  if (!schema.pattern) return { k: 's', ...length }
  if (!new RegExp(schema.pattern, 'u').test('a\u202e') && /x00|x08/.test(schema.pattern)) {
    return { k: new RegExp(schema.pattern, 'u').test('a\nb') ? 'p' : 's', ...length }
  }
  return { k: 's', ...length, ...(/x00/.test(schema.pattern) ? {} : { r: schema.pattern }) }
}

function mapType(schema, dictionary) {
  const key = dictionary ?? (schema.propertyNames?.$ref ? snake(nameOf(schema.propertyNames.$ref)) : undefined)
  const value = schema.additionalProperties && schema.additionalProperties !== true ? schema.additionalProperties : Object.values(schema.patternProperties ?? {})[0]
  return { k: 'x', ...(key ? { e: key } : {}), a: intern(typeOf(value ?? {})) }
}

function describe(name) {
  if (name in schemas) return
  const schema = all[name]
  schemas[name] = []
  schemas[name] = Object.entries(schema.properties ?? {}).map(([field, s]) => {
    const type = { ...typeOf(s, field) }
    if (name === 'HoursIO') type.k = 'q'
    if (s.default !== undefined && s.default !== null && !(Array.isArray(s.default) && s.default.length === 0)) type.d = s.default
    const hint = s.description
    if (hint && /[\u3400-\u9fff]/.test(hint) && !/字典|单位：分/.test(hint)) hints[`${name}.${field}`] = hint
    return [field, intern(type), schema.required?.includes(field) ? 1 : 0]
  })
}

const operations = {}
const names = {}
const groups = []
for (const [path, methods] of Object.entries(document.paths)) {
  for (const [method, o] of Object.entries(methods)) {
    const body = Object.entries(o.requestBody?.content ?? {})
    const good = ['200', '201', '202'].map((s) => o.responses[s]).find(Boolean)
    const answer = Object.entries(good?.content ?? {})
    const json = answer.find(([media]) => media === 'application/json')
    const params = o.parameters ?? []
    const d = { m: method.toUpperCase(), p: path.replace(/^\/api\/v1/, '') }
    if (path === d.p) d.root = 1
    if (body[0]?.[0] === 'application/json') d.b = intern(typeOf(body[0][1].schema))
    else if (body.length > 0) d.u = body.map(([media]) => media)
    if (body.length > 0 && !o.requestBody.required) d.bo = 1
    if (json) d.r = intern(typeOf(json[1].schema))
    else if (answer.length > 0) d.f = answer.map(([media]) => media)
    const query = params.filter((p) => p.in === 'query' && p.name !== 'limit' && p.name !== 'cursor')
    if (query.length > 0) d.q = query.map((p) => [p.name, intern(typeOf(p.schema, p.name)), p.required ? 1 : 0])
    if (params.some((p) => p.name === 'cursor')) d.l = 1
    if (params.some((p) => p.name.toLowerCase() === 'if-match')) d.v = 1
    if (params.some((p) => p.name === 'Idempotency-Key')) d.k = 1
    const typed = params.filter((p) => p.in === 'path' && p.schema.format !== 'uuid')
    if (typed.length > 0) d.t = Object.fromEntries(typed.map((p) => [p.name, intern(typeOf(p.schema, p.name))]))
    if (!groups.includes(o.tags[0])) groups.push(o.tags[0])
    d.g = groups.indexOf(o.tags[0])
    if (o['x-access']) d.w = ROLES.reduce((mask, role, i) => mask | (role in o['x-access'].scopes ? 1 << i : 0), 0)
    operations[o.operationId] = d
    names[o.operationId] = o.summary
  }
}

const convert = Converter({ from: 'cn', to: 'tw' })
/** The traditional texts, those that differ. */
const traditional = (texts) => Object.fromEntries(Object.entries(texts).map(([k, v]) => [k, convert(v)]).filter(([k, v]) => v !== texts[k]))
const locales = at('../src/locales/')
const labels = readdirSync(locales).includes('fields.zh-Hans.json') ? JSON.parse(readFileSync(`${locales}fields.zh-Hans.json`, 'utf8')) : {}
const words = { names, hints, labels, groups }
const files = { document: { roles: ROLES, types, schemas, operations }, hans: words, hant: Object.fromEntries(Object.entries(words).map(([part, texts]) => [part, traditional(texts)])) }
mkdirSync(out, { recursive: true })
let size = 0
for (const [file, value] of Object.entries(files)) {
  // a text that is parsed at the start is read faster than a literal of this size
  const text = `export default JSON.parse(${JSON.stringify(JSON.stringify(value))}) as unknown\n`
  const zipped = gzipSync(text).length
  if (file !== 'hant') size += zipped
  writeFileSync(`${out}${file}.ts`, text)
  console.log(`${file}: ${(text.length / 1024).toFixed(0)} KiB, ${(zipped / 1024).toFixed(0)} KiB compressed`)
}
const ids = Object.keys(operations).sort().map((id) => `  | '${id}'`)
writeFileSync(`${out}ids.ts`, `/** Generated: the ids of all operations. */\nexport type OperationId =\n${ids.join('\n')}\n`)
if (size > LIMIT_KIB * 1024) {
  console.error(`What the engine loads is over ${LIMIT_KIB} KiB compressed`)
  process.exit(1)
}
