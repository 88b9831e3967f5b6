/** One form being filled in: what it starts from, its draft, its rows, what it sends and where the answer leads. */
import { computed, onScopeDispose, reactive, watch } from 'vue'
import { forget, keep, readKept } from '@/stores/kept'
import { session } from '@/stores/session'
import { fetchOf, lacking, sendOf, type File, type Params } from './call'
import { collect } from './collect'
import { fieldLabel, fields, items, operation, type Operation, type OperationId, type Type } from './document'
import { localOf } from './instants'
import { at, blank, isTree, put, type Tree, type Value } from './paths'
import { creatorOf, readerOf } from './relations'
import { rowsOf, type Row } from './rows'
import { t } from './words'
import type { Answer } from '@/api/transport'

export interface Ready {
  content: Value | File
  params: Params
  errors: Record<string, string>
}

export interface Form {
  op: OperationId | ''
  params: Params
  tree: Tree
  file: File | null
  rows: Row[]
  busy: boolean
  problem: unknown
  /** Whether what stands here was typed before and not sent. */
  resumed: boolean
  shown: Tree | undefined
  begin(o: Operation, params: Params, given: { version?: string; values?: Tree }): Promise<void>
  change(path: string, value: Value): void
  attach(file: File): void
  /** How many files of a field are still on their way: until they arrived the form is not sent without them. */
  wait(path: string, count: number): void
  startOver(): void
  ready(): Ready
  send(ready: Ready, key: string): Promise<Answer<Value>>
  /** Shows an answer that says something new. @returns whether it does */
  result(answer: Value): boolean
  /** Where the thing that was made is shown. */
  made(answer: Value): { op: OperationId; params: Params } | undefined
}

const PAUSE_MS = 300
const EMPTY: Type = { k: 'o', o: '' }

export function useForm(): Form {
  let match: string | undefined
  const waiting = new Map<string, number>()
  let first: Tree = {}
  let timer: ReturnType<typeof setTimeout> | undefined

  const o = () => operation(state.op as OperationId)
  const draftName = () => `draft:${session.personId}:engine:${state.op}:${JSON.stringify(state.params)}`
  const rows = computed<Row[]>(() => (state.op ? [...asked(o(), state.params), ...rowsOf(o().body ?? EMPTY, state.tree)] : []))

  const state: Form = reactive({
    op: '' as OperationId | '',
    params: {},
    tree: {} as Tree,
    file: null,
    rows: rows as unknown as Row[],
    busy: false,
    problem: undefined as unknown,
    resumed: false,
    shown: undefined as Tree | undefined,
    async begin(op, params, given) {
      Object.assign(state, { op: op.id, params, busy: true, problem: undefined })
      try {
        const found = await present(op, params)
        match = given.version ? quoted(given.version) : found.match
        first = { ...starting(op.body ?? EMPTY), ...shaped(op.body ?? EMPTY, found.value), ...shaped(op.body ?? EMPTY, given.values) }
        const kept = readKept<Tree>(draftName())
        state.resumed = kept !== undefined && JSON.stringify(kept) !== JSON.stringify(first)
        state.tree = copy(state.resumed ? (kept as Tree) : first)
      } catch (problem) {
        state.problem = problem
      } finally {
        state.busy = false
      }
    },
    change(path, value) {
      put(state.tree, path, value)
    },
    attach(file) {
      state.file = file
    },
    wait(path, count) {
      waiting.set(path, count)
    },
    startOver() {
      forget(draftName())
      Object.assign(state, { tree: copy(first), resumed: false })
    },
    ready() {
      const op = o()
      const typed = Object.fromEntries(asked(op, state.params).map((r) => [r.name, at(state.tree, r.path)]))
      const params = { ...state.params, ...(Object.fromEntries(Object.entries(typed).filter(([, v]) => !blank(v)).map(([k, v]) => [k, String(v)])) as Params) }
      const errors: Record<string, string> = {}
      for (const [path, n] of waiting) if (n > 0) errors[path] = t('on_the_way', { n })
      for (const r of asked(op, state.params)) if (r.required && blank(typed[r.name])) errors[r.path] = t('must')
      if (op.takesFile) {
        if (!state.file) errors.file = t('file_must')
        return { content: state.file ?? undefined, params, errors } as Ready
      }
      if (!op.body) return { content: undefined, params, errors }
      const collected = collect(op.body, state.tree)
      const nothing = op.bodyOptional && isTree(collected.content) && Object.keys(collected.content).length === 0
      return { content: nothing ? undefined : collected.content, params, errors: { ...(nothing ? {} : collected.errors), ...errors } }
    },
    async send(ready, key) {
      const answer = await sendOf(state.op as OperationId, ready.params, ready.content, { key, match })
      clearTimeout(timer)
      forget(draftName())
      return answer
    },
    result(answer) {
      if (!isTree(answer) || !saysSomethingNew(o(), answer)) return false
      state.shown = answer
      return true
    },
    made(answer) {
      return isTree(answer) ? creatorOf(o(), state.params, answer) : undefined
    },
  }) as Form

  watch(
    () => JSON.stringify(withoutSecrets(state.tree, state.rows)),
    (text) => {
      clearTimeout(timer)
      if (!state.op || state.busy || state.shown) return
      timer = setTimeout(() => (text === JSON.stringify(first) ? forget(draftName()) : keep(draftName(), JSON.parse(text))), PAUSE_MS)
    },
  )
  onScopeDispose(() => clearTimeout(timer))
  return state
}

const copy = (tree: Tree): Tree => JSON.parse(JSON.stringify(tree)) as Tree
const quoted = (version: string) => (version.includes('"') ? version : `"${version}"`)

/** Rows for what the address needs and nobody said: the year of a calendar, whether to commit. */
export function asked(o: Operation, params: Params): Row[] {
  const row = (name: string, type: Type, required: boolean): Row => ({
    kind: 'field',
    path: `?${name}`,
    label: fieldLabel({ name, schema: o.id }),
    hint: '',
    type,
    required,
    name,
    depth: 0,
  })
  const path = lacking(o.id, params).map((name) => row(name, o.typed[name] ?? { k: 'u' }, true))
  return [...path, ...o.query.filter((q) => !(q.name in params)).map((q) => row(q.name, q.type.k === 'b' ? { ...q.type, d: false } : q.type, q.required))]
}

/** What stands there now, for a form that replaces it, with the version it has. */
async function present(o: Operation, params: Params): Promise<{ value?: Value; match?: string }> {
  const reader = o.method === 'PUT' || o.match ? readerOf(o) : undefined
  if (!reader || lacking(reader.op, params).length > 0) return {}
  const { data, etag } = await fetchOf(reader.op, params)
  const value = likest(o.body, [reader.part ? at(data, reader.part) : undefined, data, ...partsOf(data, o, params)])
  const version = at(data, 'version') ?? at(value, 'version')
  return { value, match: etag ?? (version === undefined ? undefined : `"${String(version)}"`) }
}

/** Parts of an answer; of its lists, the one that the address means: the schedule of a tier. */
function partsOf(data: Value, o: Operation, params: Params): Value[] {
  if (!isTree(data)) return []
  const meant = (one: Value) => isTree(one) && o.params.some((p) => p in params && one[p] === params[p])
  return Object.values(data).flatMap((v) => (Array.isArray(v) ? v.filter(meant).slice(0, 1) : [v]))
}

/** Of an answer and its parts, what has most of the form's fields. */
function likest(body: Type | undefined, values: (Value | undefined)[]): Value | undefined {
  const names = body?.o ? fields(body.o).map((f) => f.name) : []
  const count = (v: Value | undefined) => (isTree(v) ? names.filter((n) => v[n] !== undefined).length : -1)
  return values.reduce((best, v) => (count(v) > count(best) ? v : best), undefined)
}

/** Defaults, and lists that need items with as many of them. */
function starting(body: Type): Tree {
  const tree: Tree = {}
  for (const f of body.k === 'o' && body.o ? fields(body.o) : []) {
    if (f.type.d !== undefined && f.type.k !== 'c') tree[f.name] = f.type.d as Value
    else if (f.type.k === 'o' && f.required && !f.type.z) tree[f.name] = starting(f.type)
    else if (f.type.k === 'a' && f.type.n && ['o', 'v', 's', 'p', 'd'].includes(items(f.type).k)) tree[f.name] = Array.from({ length: f.type.n }, () => (items(f.type).k === 'o' ? starting(items(f.type)) : null))
  }
  return tree
}

/** Of a value, what the body's schema has; instants as local time. */
function shaped(type: Type, value: Value | undefined): Tree {
  if (!isTree(value) || type.k !== 'o' || !type.o) return {}
  const some = fields(type.o).filter((f) => value[f.name] !== undefined && value[f.name] !== null)
  return Object.fromEntries(some.map((f) => [f.name, shapedValue(f.type, value[f.name])]))
}
function shapedValue(type: Type, value: Value): Value {
  if (type.k === 'o') return shaped(type, value)
  if (type.k === 't' && typeof value === 'string') return localOf(value)
  if (type.k === 'a' && Array.isArray(value)) return value.map((v) => shapedValue(items(type), v))
  return value
}

/** Passwords are never kept on the phone. */
function withoutSecrets(tree: Tree, rows: Row[]): Tree {
  const secret = rows.filter((r) => r.type.k === 'w').map((r) => r.path)
  if (secret.length === 0) return tree
  const rest = copy(tree)
  secret.forEach((path) => put(rest, path, null))
  return rest
}

/** An answer of another kind than the thing the form is about: a code, a link, a preview. */
function saysSomethingNew(o: Operation, answer: Tree): boolean {
  if (o.id === 'decline_offer') return false
  const reader = readerOf(o)
  const same = reader && operation(reader.op).answer?.o === o.answer?.o
  return !same && !('id' in answer) && Object.keys(answer).length > 0 && !('version' in answer && o.method === 'PUT')
}
