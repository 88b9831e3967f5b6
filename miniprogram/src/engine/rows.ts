/** A form as a flat list of rows, made anew from the body's type and what is filled in so far. */
import { options } from '@/stores/dictionaries'
import { fieldHint, fieldLabel, fields, items, type Field, type Type } from './document'
import { at, isTree, under, type Value } from './paths'

export type RowKind = 'field' | 'heading' | 'item' | 'toggle' | 'variant' | 'add'

export interface Row {
  kind: RowKind
  path: string
  label: string
  hint: string
  type: Type
  required: boolean
  /** Name of the field, for what only a name tells: whose id it is. */
  name: string
  depth: number
}

/** Names of fields that the engine fills or that mean nothing to a person. */
const HIDDEN = new Set(['consent_version'])

/** Whole divisions come first: a circle is for where they do not fit. */
const AREA_ORDER = ['area_code', 'area_codes', 'circle', 'datum']

interface Place {
  path: string
  label: string
  hint: string
  name: string
  required: boolean
  depth: number
}

/** @param tree what is filled in */
export function rowsOf(body: Type, tree: Value, path = '', depth = 0): Row[] {
  if (body.k === 'v') return variantRows(body, tree, { path, label: '', hint: '', name: body.by ?? '', required: true, depth })
  if (body.k !== 'o' || !body.o) return []
  const own = fields(body.o).filter(shown)
  if (body.o === 'AreaInput') own.sort((a, b) => AREA_ORDER.indexOf(a.name) - AREA_ORDER.indexOf(b.name))
  return own.flatMap((f) => fieldRows(f, tree, path, depth))
}

function shown(field: Field): boolean {
  return !HIDDEN.has(field.name) && field.type.k !== 'c' && field.type.k !== 'j' && field.type.k !== 'g'
}

/** What the document adds to the label, if it adds anything a person needs. */
function hintOf(field: Field): string {
  const hint = fieldHint(field)
  return hint === fieldLabel(field) || isAreaCode(field.name) ? '' : hint
}

function fieldRows(field: Field, tree: Value, path: string, depth: number): Row[] {
  const place: Place = {
    path: under(path, field.name),
    label: fieldLabel(field),
    hint: hintOf(field),
    name: field.name,
    required: field.required && !field.type.z,
    depth,
  }
  return typeRows(field.type, tree, place)
}

function row(kind: RowKind, type: Type, place: Place): Row {
  return { kind, type, ...place }
}

function typeRows(type: Type, tree: Value, place: Place): Row[] {
  if (type.k === 'o') return objectRows(type, tree, place)
  if (type.k === 'v') return variantRows(type, tree, place)
  if (type.k === 'x') return mapRows(type, tree, place)
  if (type.k === 'a') return listRows(type, tree, place)
  return [row('field', type, place)]
}

function objectRows(type: Type, tree: Value, place: Place): Row[] {
  const inner = () => rowsOf({ k: 'o', o: type.o }, tree, place.path, place.depth + 1)
  if (place.required) return [row('heading', type, place), ...inner()]
  return [row('toggle', type, place), ...(isTree(at(tree, place.path)) ? inner() : [])]
}

function variantRows(type: Type, tree: Value, place: Place): Row[] {
  const by = under(place.path, type.by ?? '')
  const chosen = at(tree, by)
  const schema = typeof chosen === 'string' ? type.of?.[chosen] : undefined
  const choice = row('variant', type, { ...place, path: by })
  return [choice, ...(schema ? rowsOf({ k: 'o', o: schema }, tree, place.path, place.depth) : [])]
}

function mapRows(type: Type, tree: Value, place: Place): Row[] {
  const inner = items(type)
  const keys = type.e ? options(type.e) : Object.keys((at(tree, place.path) as object | undefined) ?? {}).map((k) => ({ value: k, label: k }))
  const each = keys.map((k) => row('field', inner, { ...place, path: under(place.path, k.value), label: k.label, hint: '', required: place.required, depth: place.depth + 1 }))
  return [row('heading', type, place), ...each]
}

/** Codes and ids are chosen together, in one field; other lists grow by items. */
function listRows(type: Type, tree: Value, place: Place): Row[] {
  const inner = items(type)
  if (inner.k === 'e' || inner.k === 'u' || place.name === 'weekdays' || isAreaCode(place.name)) return [row('field', type, place)]
  const length = ((at(tree, place.path) as Value[] | undefined) ?? []).length
  const each = Array.from({ length }, (_, i) => {
    const itemPlace = { ...place, path: under(place.path, i), hint: '', required: true, depth: place.depth + 1 }
    const head = row('item', type, itemPlace)
    return inner.k === 'o' || inner.k === 'v' ? [head, ...itemRows(inner, tree, itemPlace)] : [row('field', inner, itemPlace), head]
  })
  return [row('heading', type, place), ...each.flat(), ...(type.x !== undefined && length >= type.x ? [] : [row('add', type, place)])]
}

function itemRows(type: Type, tree: Value, place: Place): Row[] {
  return type.k === 'v' ? variantRows(type, tree, place) : rowsOf({ k: 'o', o: type.o }, tree, place.path, place.depth)
}

export function isAreaCode(name: string): boolean {
  return /^(areas|.*area_codes?)$/.test(name)
}
