/**
 * One part of an application while it is filled in: kept on the phone at every keystroke, put on "next". Whoever
 * changed the same part elsewhere meanwhile is not overwritten unseen: both versions are shown and the person decides.
 */
import { reactive, watch } from 'vue'
import { call } from '@/api/client'
import { Problem } from '@/api/problem'
import { useDraft } from '@/use/drafts'
import { readKept } from '@/stores/kept'
import { session } from '@/stores/session'
import { hush } from '@/stores/toast'
import { useSubmit, type Submit } from '@/use/submit'
import { SECTIONS, type Application, type SectionCode } from './steps'

export interface Line {
  label: string
  value: string
}

/** How a part is read from an application, checked, sent, and said in words. */
export interface SectionOf<F extends object> {
  code: SectionCode
  read(application: Application): F
  /** What is wrong, by field; sent without any. */
  check(form: F, application: Application): Record<string, string>
  /** @throws Problem */
  put(id: string, match: string, form: F): Promise<Application>
  lines(form: F): Line[]
}

export interface Change {
  label: string
  mine: string
  theirs: string
}

export interface Editing<F extends object> {
  form: F
  submit: Submit
  /** What differs between what was typed here and what was saved elsewhere; empty where nothing has to be decided. */
  changes: Change[]
  /** Kept on the phone, not sent: there was no network. */
  unsent: boolean
  /** @returns the application once saved; undefined where something is wrong or has to be decided */
  save(): Promise<Application | undefined>
  keepMine(): Promise<Application | undefined>
  takeTheirs(): void
  /** Neither yet: what was typed stays, and saving asks again. */
  decideLater(): void
}

export function draftName(id: string, section: SectionCode): string {
  return `application:${id}:${section}`
}

/** Parts that were changed on this phone and never saved: nothing may be handed in past them. */
export function unsavedSections(id: string): SectionCode[] {
  return SECTIONS.filter((section) => {
    const kept = readKept<{ form: object; base: string }>(`draft:${session.personId}:${draftName(id, section)}`)
    return kept?.form !== undefined && JSON.stringify(kept.form) !== kept.base
  })
}

/** Pairs of words that differ. */
export function changesOf(mine: readonly Line[], theirs: readonly Line[]): Change[] {
  const labels = [...new Set([...mine, ...theirs].map((l) => l.label))]
  const of = (lines: readonly Line[], label: string) => lines.find((l) => l.label === label)?.value ?? ''
  return labels.map((label) => ({ label, mine: of(mine, label), theirs: of(theirs, label) })).filter((c) => c.mine !== c.theirs)
}

/** Each field of a form as text, to see which changed: what was wrong with those is not known any more. */
function fields(form: object): Record<string, string> {
  return Object.fromEntries(Object.entries(form).map(([k, v]) => [k, JSON.stringify(v)]))
}

export function useSection<F extends object>(application: Application, section: SectionOf<F>): Editing<F> {
  let current = application
  const saved = section.read(application)
  const kept = reactive({ form: saved, base: JSON.stringify(saved) }) as { form: F; base: string }
  const forget = useDraft(draftName(application.id, section.code), kept as never)
  const submit = useSubmit()
  const theirs = () => section.read(current)

  const editing: Editing<F> = reactive({
    form: kept.form,
    submit,
    changes: [],
    unsent: false,
    async save() {
      if (submit.refuse(section.check(kept.form, current))) return undefined
      const done = await submit.run(kept.form, () => put())
      const offline = submit.problem instanceof Problem && submit.problem.status === 0
      editing.unsent = done === undefined && offline
      return done ?? undefined
    },
    async keepMine() {
      kept.base = JSON.stringify(theirs())
      editing.changes = []
      return editing.save()
    },
    takeTheirs() {
      Object.assign(kept.form, theirs())
      kept.base = JSON.stringify(theirs())
      editing.changes = []
    },
    decideLater() {
      editing.changes = []
    },
  }) as Editing<F>

  let before = fields(kept.form)
  watch(
    () => fields(kept.form),
    (now) => {
      const changed = Object.keys(now).filter((k) => now[k] !== before[k])
      before = now
      for (const field of Object.keys(submit.errors)) if (changed.includes(field.split('.')[0] as string)) delete submit.errors[field]
    },
  )

  function disagree(): boolean {
    const now = JSON.stringify(theirs())
    if (now === kept.base || now === JSON.stringify(kept.form)) return false
    editing.changes = changesOf(section.lines(kept.form), section.lines(theirs()))
    return editing.changes.length > 0
  }

  async function put(): Promise<Application | null> {
    for (let round = 0; ; round += 1) {
      if (disagree()) return null
      try {
        current = await section.put(current.id, `"${current.version}"`, kept.form)
        forget()
        hush()
        return current
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.status !== 412 || round >= 3) throw problem
        current = await call('get', '/api/v1/applications/{application_id}', { path: { application_id: current.id } })
      }
    }
  }

  disagree()
  return editing
}
