/** Every part by its code, and what an application says of it in words. */
import type { Line, SectionOf } from '../saving'
import type { Application, SectionCode } from '../steps'
import { applicant } from './applicant'
import { claim } from './claim'
import { criminal } from './criminal'
import { forum } from './forum'
import { hardship } from './hardship'
import { matter } from './matter'
import { place } from './place'
import { representation } from './representation'
import { urgency } from './urgency'

const said =
  <F extends object>(section: SectionOf<F>) =>
  (a: Application): Line[] =>
    a[section.code] === null ? [] : section.lines(section.read(a)).filter((line) => line.value !== '')

const LINES: Record<SectionCode, (a: Application) => Line[]> = {
  applicant: said(applicant),
  representation: said(representation),
  claim: said(claim),
  matter: said(matter),
  criminal: said(criminal),
  place: said(place),
  forum: said(forum),
  hardship: said(hardship),
  urgency: said(urgency),
}

/** What was filled in, in words; nothing where the part is empty. */
export function linesOf(a: Application, section: SectionCode): Line[] {
  return LINES[section](a)
}
