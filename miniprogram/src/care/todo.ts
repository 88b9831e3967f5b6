/** Where each thing there is to do is done. */
import { label } from '@/stores/dictionaries'
import { withQuery } from '@/use/going'
import { dateText } from '@/use/words'
import { t } from '@/locales/care'
import type { Own } from './own'
import { endText } from '@/use/spans'

export type ToDo = Own['to_do'][number]

const PAGES: Record<string, string> = {
  check_in_duty: '/care/duty/duty',
  alarm: '/care/alarm/alarm',
  sanction: '/care/decision/decision',
  leave_request: '/care/leave/leave',
  correction_report: '/care/report/report',
  relocation: '/care/request/request',
  activity: '/care/activity/activity',
  correction_paper: '/care/mine/mine',
  correction_order: '/care/mine/mine',
}

/** The page where it is done. */
export function pageOf(todo: Pick<ToDo, 'kind' | 'object_type' | 'object_id'>): string {
  if (todo.kind === 'check_in' || todo.kind === 'confirm_place') return '/care/check/check'
  if (todo.kind === 'report') return withQuery('/care/tell/tell', { due: todo.object_id })
  if (todo.kind === 'summary') return '/care/summary/summary'
  if (todo.object_type === 'relocation') return withQuery(PAGES.relocation, { kind: 'move', id: todo.object_id })
  return withQuery(PAGES[todo.object_type] ?? '/care/mine/mine', { id: todo.object_id })
}

const EXPLAINED: Partial<Record<string, () => string>> = {
  check_in_duty: () => t('say_duty'),
  alarm: () => t('todo_alarm'),
  sanction: () => t('todo_sanction'),
}

/** What it is called; what is to be explained says about what. */
export function nameOf(todo: Pick<ToDo, 'kind' | 'object_type'>): string {
  const about = todo.kind === 'explain' ? EXPLAINED[todo.object_type] : undefined
  return about ? about() : label('to_do_kind', todo.kind)
}

/** Until when, in words. */
export function untilOf(todo: Pick<ToDo, 'due_at' | 'due_on'>): string {
  if (todo.due_at) return t('by_time', { time: endText(todo.due_at) })
  return todo.due_on ? t('by_day', { date: dateText(todo.due_on) }) : ''
}

export function isCheckIn(todo: Pick<ToDo, 'kind'>): boolean {
  return todo.kind === 'check_in' || todo.kind === 'confirm_place'
}
