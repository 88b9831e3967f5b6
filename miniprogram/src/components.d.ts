/** Components found by name (easycom in pages.json), for the type checker. */
import type AreaPicker from '@/components/area-picker/area-picker.vue'
import type CaseClocks from '@/components/case-clocks/case-clocks.vue'
import type CaseDecision from '@/components/case-decision/case-decision.vue'
import type CaseEntry from '@/components/case-entry/case-entry.vue'
import type CaseFacts from '@/components/case-facts/case-facts.vue'
import type CaseHead from '@/components/case-head/case-head.vue'
import type CaseLimitation from '@/components/case-limitation/case-limitation.vue'
import type CaseTimeline from '@/components/case-timeline/case-timeline.vue'
import type CategoryPicker from '@/components/category-picker/category-picker.vue'
import type Identity from '@/components/identity/identity.vue'
import type SignPad from '@/components/sign-pad/sign-pad.vue'
import type YActions from '@/components/y-actions/y-actions.vue'
import type YBanner from '@/components/y-banner/y-banner.vue'
import type YButton from '@/components/y-button/y-button.vue'
import type YCard from '@/components/y-card/y-card.vue'
import type YCell from '@/components/y-cell/y-cell.vue'
import type YChoice from '@/components/y-choice/y-choice.vue'
import type YClock from '@/components/y-clock/y-clock.vue'
import type YClockBrief from '@/components/y-clock-brief/y-clock-brief.vue'
import type YConfirm from '@/components/y-confirm/y-confirm.vue'
import type YDate from '@/components/y-date/y-date.vue'
import type YErrors from '@/components/y-errors/y-errors.vue'
import type YFiles from '@/components/y-files/y-files.vue'
import type YIcon from '@/components/y-icon/y-icon.vue'
import type YInput from '@/components/y-input/y-input.vue'
import type YList from '@/components/y-list/y-list.vue'
import type YMap from '@/components/y-map/y-map.vue'
import type YMoney from '@/components/y-money/y-money.vue'
import type YNav from '@/components/y-nav/y-nav.vue'
import type YPage from '@/components/y-page/y-page.vue'
import type YQr from '@/components/y-qr/y-qr.vue'
import type YSelect from '@/components/y-select/y-select.vue'
import type YSheet from '@/components/y-sheet/y-sheet.vue'
import type YSpeak from '@/components/y-speak/y-speak.vue'
import type YState from '@/components/y-state/y-state.vue'
import type YSwitch from '@/components/y-switch/y-switch.vue'
import type YTag from '@/components/y-tag/y-tag.vue'
import type YTextarea from '@/components/y-textarea/y-textarea.vue'
import type YTile from '@/components/y-tile/y-tile.vue'

declare module 'vue' {
  export interface GlobalComponents {
    AreaPicker: typeof AreaPicker
    CaseClocks: typeof CaseClocks
    CaseDecision: typeof CaseDecision
    CaseEntry: typeof CaseEntry
    CaseFacts: typeof CaseFacts
    CaseHead: typeof CaseHead
    CaseLimitation: typeof CaseLimitation
    CaseTimeline: typeof CaseTimeline
    CategoryPicker: typeof CategoryPicker
    Identity: typeof Identity
    SignPad: typeof SignPad
    YActions: typeof YActions
    YBanner: typeof YBanner
    YButton: typeof YButton
    YCard: typeof YCard
    YCell: typeof YCell
    YChoice: typeof YChoice
    YClock: typeof YClock
    YClockBrief: typeof YClockBrief
    YConfirm: typeof YConfirm
    YDate: typeof YDate
    YErrors: typeof YErrors
    YFiles: typeof YFiles
    YIcon: typeof YIcon
    YInput: typeof YInput
    YList: typeof YList
    YMap: typeof YMap
    YMoney: typeof YMoney
    YNav: typeof YNav
    YPage: typeof YPage
    YQr: typeof YQr
    YSelect: typeof YSelect
    YSheet: typeof YSheet
    YSpeak: typeof YSpeak
    YState: typeof YState
    YSwitch: typeof YSwitch
    YTag: typeof YTag
    YTextarea: typeof YTextarea
    YTile: typeof YTile
  }
}
