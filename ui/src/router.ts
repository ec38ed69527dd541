import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'

import { useMessages } from '@/stores/messages'
import { usePreferences } from '@/stores/preferences'
import { useWorkspace } from '@/stores/workspace'

export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'start', component: () => import('@/pages/StartPage.vue') },
  { path: '/overview', name: 'overview', component: () => import('@/pages/OverviewPage.vue') },
  {
    path: '/unit/:unit?',
    name: 'unit',
    component: () => import('@/pages/UnitPage.vue'),
    props: true,
  },
  { path: '/diagnoses', name: 'diagnoses', component: () => import('@/pages/DiagnosesPage.vue') },
  { path: '/what-if', name: 'what-if', component: () => import('@/pages/WhatIfPage.vue') },
  { path: '/compare', name: 'compare', component: () => import('@/pages/ComparePage.vue') },
  { path: '/certainty', name: 'certainty', component: () => import('@/pages/CertaintyPage.vue') },
  {
    path: '/index-audit',
    name: 'index-audit',
    component: () => import('@/pages/IndexAuditPage.vue'),
  },
  { path: '/fill', name: 'units', component: () => import('@/pages/UnitsPage.vue') },
  {
    path: '/fill/:unit/:objective?',
    name: 'fill',
    component: () => import('@/pages/FillPage.vue'),
    props: true,
  },
  {
    path: '/print/:unit',
    name: 'fill-print',
    component: () => import('@/pages/FillPrintPage.vue'),
    props: true,
  },
  { path: '/incidents', name: 'incidents', component: () => import('@/pages/IncidentsPage.vue') },
  {
    path: '/incidents-new',
    name: 'incident-new',
    component: () => import('@/pages/IncidentPage.vue'),
  },
  {
    path: '/incidents/:incident',
    name: 'incident',
    component: () => import('@/pages/IncidentPage.vue'),
    props: true,
  },
  {
    path: '/tables/:register?',
    name: 'tables',
    component: () => import('@/pages/TablesPage.vue'),
    props: true,
  },
  { path: '/import', name: 'import', component: () => import('@/pages/ImportPage.vue') },
  { path: '/surveys', name: 'surveys', component: () => import('@/pages/SurveysPage.vue') },
  { path: '/rounds', name: 'rounds', component: () => import('@/pages/RoundsPage.vue') },
  {
    path: '/review/:unit?',
    name: 'review',
    component: () => import('@/pages/ReviewPage.vue'),
    props: true,
  },
  { path: '/findings', name: 'findings', component: () => import('@/pages/FindingsPage.vue') },
  { path: '/reports', name: 'reports', component: () => import('@/pages/ReportsPage.vue') },
  { path: '/weights', name: 'weights', component: () => import('@/pages/WeightsPage.vue') },
  {
    path: '/framework',
    name: 'framework',
    component: () => import('@/pages/FrameworkPage.vue'),
  },
  {
    path: '/framework/edit',
    name: 'framework-edit',
    component: () => import('@/pages/FrameworkEditPage.vue'),
  },
  { path: '/settings', name: 'settings', component: () => import('@/pages/SettingsPage.vue') },
  { path: '/:rest(.*)', redirect: '/' },
]

export const router = createRouter({ history: createWebHashHistory(), routes })

let begun: Promise<void> | null = null

/** What the program was started with is opened before any page is shown. */
async function begin(): Promise<void> {
  const workspace = useWorkspace()
  const messages = useMessages()
  const how = await messages.guard(() => workspace.begin())
  if (how !== undefined) usePreferences().offerLang(how.lang)
  await messages.guard(() => workspace.resume())
}

// Every page but the first one shows a workspace.
router.beforeEach(async (to, from) => {
  const first = from.name === undefined
  begun ??= begin()
  if (first) await begun
  const open = useWorkspace().open !== null
  if (to.name !== 'start' && !open) return { name: 'start' }
  if (to.name === 'start' && open && first) return { name: 'overview' }
  return true
})
