/** What belongs together, told by the addresses: who shows what a form changes, what else there is about a thing. */
import { RESOURCES } from '@/actions/resources'
import type { RoleCode } from '@/stores/me'
import type { Params } from './call'
import { fields, items, operation, operationIds, type Operation, type OperationId, type Type } from './document'
import type { Tree } from './paths'

const operations = operationIds.map(operation)
const byPath = new Map(operations.filter((o) => o.method === 'GET').map((o) => [o.path, o]))
const parent = (path: string) => path.slice(0, path.lastIndexOf('/'))
const lastOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const isParam = (segment: string) => segment.startsWith('{')

export const isList = (o: Operation): boolean => o.answer?.k === 'a' || (o.answer?.o?.startsWith('Page_') ?? false) || o.paged

/** Shows what `o` changes: the same address, or the object above it, of which it may be one part. */
export function readerOf(o: Operation): { op: OperationId; part?: string } | undefined {
  const same = byPath.get(o.path)
  if (same && !isList(same) && !same.givesFile) return { op: same.id }
  let path = parent(o.path)
  const part = lastOf(o.path).replace(/-/g, '_')
  while (path.split('/').length > 3) {
    const above = byPath.get(path)
    if (above && !isList(above) && !above.givesFile) return { op: above.id, part: fields(above.answer?.o ?? '').some((f) => f.name === part) ? part : undefined }
    path = parent(path)
  }
  return undefined
}

/** Where the thing is shown that a form made: `POST /firms` → `GET /firms/{firm_id}`. */
export function creatorOf(o: Operation, params: Params, answer: Tree): { op: OperationId; params: Params } | undefined {
  if (o.method !== 'POST') return undefined
  const found = operations.find((g) => g.method === 'GET' && !isList(g) && !g.givesFile && parent(g.path) === o.path && isParam(lastOf(g.path)))
  const resource = Object.values(RESOURCES).find((r) => operation(r.get).answer?.o === o.answer?.o)
  const get = found ?? (resource && byPath.get(o.path) && isList(byPath.get(o.path)!) ? operation(resource.get) : undefined)
  if (!get) return undefined
  const own = get.params[get.params.length - 1]
  const id = answer[own] ?? answer.id
  return typeof id === 'string' && get.params.every((p) => p === own || p in params) ? { op: get.id, params: { ...params, [own]: id } } : undefined
}

export const mayUse = (o: Operation, role: RoleCode | undefined): boolean => o.roles === undefined || (role !== undefined && o.roles.includes(role))

/** Type of the things a list has. */
export function itemType(list: Operation): Type | undefined {
  if (!list.answer || list.answer.k === 'a') return list.answer && items(list.answer)
  const found = fields(list.answer.o ?? '').find((f) => f.name === 'items')
  return found && items(found.type)
}

/** How one thing of a list is opened: below the list's address, or as the resource it is. */
export function itemReader(list: Operation): Operation | undefined {
  const below = operations.find((o) => o.method === 'GET' && !isList(o) && !o.givesFile && parent(o.path) === list.path && isParam(lastOf(o.path)))
  if (below) return below
  const schema = itemType(list)?.o
  const named = Object.values(RESOURCES).find((r) => ('list' in r && r.list === list.id) || (schema !== undefined && operation(r.get).answer?.o === schema))
  return named ? operation(named.get) : undefined
}

/** What is done to a thing at an address that is not below its own, by its schema. */
const BESIDE: Readonly<Record<string, OperationId[]>> = {
  CrossingPermitDetail: ['file_crossing_permit'],
  DeviceOut: ['revoke_device'],
  DutyHelpView: ['open_forwarded_application'],
  ExcusedPeriodOut: ['end_excused_days'],
  ExtensionOut: ['tell_procuratorate_of_extension'],
  InjunctionOut: ['lift_injunction'],
  LawyerFairness: ['get_lawyer_record'],
  MyOrder: ['ask_special_permit'],
  OrderDetail: ['record_report_in', 'ask_report_extension', 'ask_special_permit'],
  OrderFile: ['enter_order_judgment', 'set_order_co_defendants', 'record_received_document', 'record_returned_receipt'],
  OwnEntry: ['list_leave', 'list_ties', 'get_lawyer_record'],
  ParticipationOut: ['record_attendance', 'decline_activity'],
  PermitOut: ['tell_of_special_permit'],
  PositioningDeviceOut: ['return_positioning_device'],
  RuleOut: ['put_agency_rule'],
  ScheduleOut: ['set_check_in_schedule'],
  PositioningOut: ['look_at_positions'],
}

export function beside(schema: string | undefined, role: RoleCode | undefined): Operation[] {
  return (BESIDE[(schema ?? '').replace(/^.*__/, '')] ?? []).map(operation).filter((o) => mayUse(o, role))
}

/** What else can be read about a thing: `GET` below its address, and lists that take its id. */
export function aboutIt(o: Operation, role: RoleCode | undefined): Operation[] {
  const own = o.params[o.params.length - 1]
  return operations.filter((g) => {
    if (g.method !== 'GET' || g.id === o.id || !mayUse(g, role)) return false
    const below = g.path.startsWith(`${o.path}/`) && g.params.every((p) => o.params.includes(p))
    const asked = own !== undefined && own !== 'agency_id' && g.query.some((q) => q.name === own) && g.params.length === 0
    return below || asked
  })
}

/** What changes it or adds to it, by address: `PUT` and `POST` at and below it that need no further id. */
export function changesOf(o: Operation, role: RoleCode | undefined): Operation[] {
  return operations.filter(
    (c) =>
      c.method !== 'GET' &&
      mayUse(c, role) &&
      (c.path === o.path || c.path.startsWith(`${o.path}/`)) &&
      c.params.every((p) => o.params.includes(p)) &&
      nearest(c)?.id === o.id,
  )
}

/** What is done to one thing of a list or a part, by address below the thing's own. */
export function itemChanges(base: string, role: RoleCode | undefined): Operation[] {
  return operations.filter((c) => c.method !== 'GET' && mayUse(c, role) && c.path.startsWith(`${base}/{`) && c.path.slice(base.length + 1).split('/').length <= 2)
}

/** The reading operation at or nearest above an address. */
function nearest(c: Operation): Operation | undefined {
  let path = c.path
  while (path.split('/').length > 3) {
    const found = byPath.get(path)
    if (found) return found
    path = parent(path)
  }
  return undefined
}

/** What adds to a list: `POST` at its address. */
export function creations(list: Operation, role: RoleCode | undefined): Operation[] {
  return isList(list) ? operations.filter((o) => o.method === 'POST' && o.path === list.path && mayUse(o, role)) : []
}

/** Parameters that a page can fill in or ask for: one's own agency, a year, a code. */
const ASKABLE = new Set(['agency_id', 'year', 'kind', 'tier', 'code'])
/** For machines, for logging in, or a person's own matters, which have pages of their own. */
const NO_ENTRANCE = /^\/(health|api\/v1\/(auth|me|client|dictionaries|ledger|demo|areas\/|evidence(\/|$)|correction\/me|correction\/check-ins$|correction\/positioning\/batches|consent-documents|memberships\/look))/

/** Where somebody of a role may begin: what needs nothing but what a page can ask for. */
export function entrances(role: RoleCode | undefined): Operation[] {
  return operations.filter(
    (o) =>
      !NO_ENTRANCE.test(o.path) &&
      mayUse(o, role) &&
      o.params.every((p) => ASKABLE.has(p)) &&
      (o.method === 'GET' || !(byPath.has(o.path) || (nearest(o) && o.path !== nearest(o)?.path && nearest(o)?.params.length === o.params.length && o.params.length > 0))),
  )
}

/** Address of a part of an object: `/staff/{person_id}` has `roles` at `/staff/{person_id}/roles`. */
export function partPath(o: Operation, field: string): string {
  return field === 'items' ? o.path : `${o.path}/${field.replace(/_/g, '-')}`
}
