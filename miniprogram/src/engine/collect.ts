/** From what was typed to what is sent, and what is wrong with it in plain words. */
import { instantOf } from './instants'
import { fields, items, type Type } from './document'
import { at, blank, isTree, under, type Tree, type Value } from './paths'
import { t } from './words'

export interface Collected {
  content: Value
  errors: Record<string, string>
}

/** @param typed the form's tree; texts where numbers are wanted */
export function collect(body: Type, typed: Value): Collected {
  const errors: Record<string, string> = {}
  return { content: convert(body, typed, '', errors), errors }
}

function convert(type: Type, value: Value, path: string, errors: Record<string, string>): Value {
  switch (type.k) {
    case 'o':
      return type.o ? objectOf(type.o, value, path, errors) : undefined
    case 'v':
      return variantOf(type, value, path, errors)
    case 'a':
      return listOf(type, value, path, errors)
    case 'x':
      return mapOf(type, value, path, errors)
    default: {
      const [content, wrong] = scalarOf(type, value)
      if (wrong) errors[path] = wrong
      return content
    }
  }
}

function objectOf(schema: string, value: Value, path: string, errors: Record<string, string>): Tree {
  const content: Tree = {}
  for (const field of fields(schema)) {
    const here = under(path, field.name)
    if (field.type.k === 'c') {
      content[field.name] = field.type.v
      continue
    }
    const given = at(value, field.name)
    if (nothing(field.type, given)) {
      const empty = whenNothing(field.type, field.required)
      if (empty === undefined && field.required) errors[here] = t('must')
      else if (empty !== undefined) content[field.name] = empty
    } else content[field.name] = convert(field.type, given, here, errors)
  }
  return content
}

/** An object that was never opened, or a list nobody added to, is nothing. */
function nothing(type: Type, value: Value): boolean {
  if (typeof value === 'string') return value.trim() === ''
  if (type.k === 'o' && isTree(value)) return false
  return blank(value)
}

function whenNothing(type: Type, required: boolean): Value {
  if (!required) return undefined
  if (type.k === 'a' && !type.n) return []
  if (type.k === 'x') return {}
  if (type.d !== undefined) return type.d as Value
  return type.z ? null : undefined
}

function variantOf(type: Type, value: Value, path: string, errors: Record<string, string>): Value {
  const by = type.by ?? ''
  const chosen = at(value, by)
  const schema = typeof chosen === 'string' ? type.of?.[chosen] : undefined
  if (schema) return objectOf(schema, value, path, errors)
  errors[under(path, by)] = t('must')
  return undefined
}

function listOf(type: Type, value: Value, path: string, errors: Record<string, string>): Value {
  const list = Array.isArray(value) ? value : []
  if (type.n && list.length < type.n) errors[path] = t('at_least_items', { n: type.n })
  if (type.x && list.length > type.x) errors[path] = t('at_most_items', { n: type.x })
  return list.map((v, i) => convert(items(type), v, under(path, i), errors))
}

function mapOf(type: Type, value: Value, path: string, errors: Record<string, string>): Value {
  const given = isTree(value) ? Object.entries(value).filter(([, v]) => !blank(v)) : []
  return Object.fromEntries(given.map(([k, v]) => [k, convert(items(type), v, under(path, k), errors)]))
}

/** @returns what is sent, and what is wrong */
function scalarOf(type: Type, value: Value): [Value, string?] {
  if (nothing(type, value)) return [type.z ? null : undefined, type.z ? undefined : t('must')]
  switch (type.k) {
    case 'i':
    case 'q':
    case 'n':
    case 'f':
      return numberOf(type, value)
    case 't': {
      const instant = instantOf(String(value))
      return instant ? [instant] : [undefined, t('whole_time')]
    }
    case 's':
    case 'p':
      return textOf(type, String(value))
    case 'w':
      return String(value).length < (type.n ?? 1) ? [value, t('at_least_chars', { n: type.n ?? 1 })] : [value]
    default:
      return [value]
  }
}

function numberOf(type: Type, value: Value): [Value, string?] {
  const text = String(value).replace(/[,，\s]/g, '')
  const number = Number(text)
  if (text === '' || !Number.isFinite(number)) return [undefined, t('a_number')]
  if (type.k !== 'n' && !Number.isInteger(number)) return [undefined, t('whole_number')]
  const shown = (n: number) => (type.k === 'f' ? n / 100 : n)
  if (type.n !== undefined && number < type.n) return [number, t('at_least', { n: shown(type.n) })]
  if (type.x !== undefined && number > type.x) return [number, t('at_most', { n: shown(type.x) })]
  return [number]
}

function textOf(type: Type, value: string): [Value, string?] {
  const text = value.trim()
  if (type.n !== undefined && text.length < type.n) return [text, t('at_least_chars', { n: type.n })]
  if (type.x !== undefined && text.length > type.x) return [text, t('at_most_chars', { n: type.x })]
  if (type.r && !new RegExp(type.r).test(text)) return [text, t('wrong_form')]
  return [text]
}
