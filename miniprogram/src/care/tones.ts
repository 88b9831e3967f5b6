/** Colours of states; the words say it, the colour only helps. */
type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'brand'

const of = (tones: Record<string, Tone>) => (code: string): Tone => tones[code] ?? 'plain'

export const toneOfLeave = of({ awaiting_office: 'brand', awaiting_county: 'brand', awaiting_upper: 'brand', approved: 'good', away: 'good', recalled: 'warn', overdue: 'warn', returned: 'brand' })
export const toneOfDuty = of({ waiting: 'brand', attempted: 'brand', answered: 'good', missed: 'warn' })
export const toneOfAlarm = of({ raised: 'warn', verifying: 'brand' })
export const toneOfSanction = of({ proposed: 'warn', in_force: 'brand', submitted: 'brand' })
export const toneOfReport = of({ handed_in: 'brand', asked_again: 'warn', accepted: 'good' })
export const toneOfRequest = of({ asked: 'brand', requested: 'brand', consulting: 'brand', answered: 'brand', granted: 'good', approved: 'good', completed: 'good' })
export const toneOfPart = of({ offered: 'brand', enrolled: 'brand', attended: 'good' })
