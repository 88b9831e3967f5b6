/**
 * The way to the pages drawn from the OpenAPI document: a form for any operation, a page for any object, any list.
 * They are a sub-package of their own; this file is not, so that every page may use it.
 */
import type { OperationId } from '@/engine/generated/ids'
import { go, withQuery } from '@/use/going'
import { RESOURCES, type ResourceName } from './resources'

export type { OperationId, ResourceName }
type Params = Record<string, string | number | null | undefined>

export interface ActionOptions {
  /** Version or ETag of what is changed; where it is left out, the form looks it up. */
  version?: number | string
  /** What stands in the form before anybody typed. */
  values?: object
  /** Heading in place of the operation's own name, for instance the button that led here. */
  title?: string
}

const packed = (params: Params): string | undefined => {
  const given = Object.entries(params).filter(([, v]) => v !== undefined && v !== null && v !== '')
  return given.length > 0 ? JSON.stringify(Object.fromEntries(given.map(([k, v]) => [k, String(v)]))) : undefined
}

/**
 * Opens the form of an operation: its fields, or a question where it takes none. When it was sent the person is back
 * on the page they came from: load again in `onShow`.
 * @param params path parameters by name, and query parameters that are settled
 */
export function openAction(op: OperationId, params: Params = {}, options: ActionOptions = {}): void {
  go(
    withQuery('/engine/form/form', {
      op,
      params: packed(params),
      version: options.version,
      title: options.title,
      values: options.values ? JSON.stringify(options.values) : undefined,
    }),
  )
}

/** Names that notices give to things, where they differ from the resource's. */
const NAMED: Readonly<Record<string, ResourceName>> = {
  leave_request: 'leave',
  relocation: 'move',
  correction_report: 'report',
  check_in_duty: 'duty',
  report_extension: 'extension',
}
/** Things that have no page of their own stand in a list. */
const LISTED: Readonly<Record<string, OperationId>> = {
  location_question: 'list_location_questions',
  order_handover: 'list_order_handovers',
  report_due: 'list_open_report_dues',
}

/** The address of an object's page by the type that a notice names; undefined where it has none. */
export function viewOf(objectType: string, id: string): string | undefined {
  if (objectType in LISTED) return withQuery('/engine/object/object', { op: LISTED[objectType] })
  const resource = NAMED[objectType] ?? (objectType in RESOURCES ? (objectType as ResourceName) : undefined)
  if (!resource) return undefined
  const { get, id: name } = RESOURCES[resource]
  return withQuery('/engine/object/object', { op: get, params: packed({ [name]: id }) })
}

/** Opens the answer of any reading operation: an object's fields, or a list. */
export function openView(op: OperationId, params: Params = {}, title?: string): void {
  go(withQuery('/engine/object/object', { op, params: packed(params), title }))
}

export function openObject(resource: ResourceName, id: string): void {
  const { get, id: name } = RESOURCES[resource]
  openView(get, { [name]: id })
}

/** Opens a list; `params` are its filters and path parameters. */
export function openList(resource: ResourceName, params: Params = {}): void {
  const found: { list?: OperationId } = RESOURCES[resource]
  if (found.list) openView(found.list, params)
}

/** Everything this person may look up or manage, by subject. */
export function openMenu(): void {
  go('/engine/menu/menu')
}
