/** Everything somebody can do here, the most usual first. */
export const SERVICES = [
  { url: '/care/leaves/leaves', icon: 'calendar', label: 's_leave', note: 's_leave_note' },
  { url: '/care/reports/reports', icon: 'edit-outline', label: 's_report', note: 's_report_note' },
  { url: '/care/records/records', icon: 'list', label: 's_records', note: 's_records_note' },
  { url: '/care/help/help', icon: 'help-circle', label: 's_help', note: 's_help_note' },
  { url: '/care/alarms/alarms', icon: 'notification', label: 's_alarms', note: 's_alarms_note' },
  { url: '/care/activities/activities', icon: 'usergroup', label: 's_activities', note: 's_activities_note' },
  { url: '/care/requests/requests', icon: 'evaluation', label: 's_requests', note: 's_requests_note' },
  { url: '/care/mine/mine', icon: 'user', label: 's_mine', note: 's_mine_note' },
  { url: '/care/phone/phone', icon: 'mobile', label: 's_phone', note: 's_phone_note' },
  { url: '/care/wards/wards', icon: 'usergroup', label: 's_wards', note: 's_wards_note' },
  { url: '/mine/access/access', icon: 'view', label: 's_looked', note: 's_looked_note' },
] as const
