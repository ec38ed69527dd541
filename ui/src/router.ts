import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'

import { useMessages } from '@/stores/messages'
import { usePreferences } from '@/stores/preferences'
import { useWorkspace } from '@/stores/workspace'

declare module 'vue-router' {
  interface RouteMeta {
    /** What there must be before the page can show anything: a round, or one with units. */
    needs?: 'round' | 'units'
  }
}

export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'start', component: () => import('@/pages/StartPage.vue') },
  {
    path: '/overview',
    name: 'overview',
    meta: { needs: 'units' },
    component: () => import('@/pages/OverviewPage.vue'),
  },
  {
    path: '/unit/:unit?',
    name: 'unit',
    meta: { needs: 'units' },
    component: () => import('@/pages/UnitPage.vue'),
    props: true,
  },
  {
    path: '/diagnoses',
    name: 'diagnoses',
    meta: { needs: 'units' },
    component: () => import('@/pages/DiagnosesPage.vue'),
  },
  {
    path: '/what-if',
    name: 'what-if',
    meta: { needs: 'units' },
    component: () => import('@/pages/WhatIfPage.vue'),
  },
  {
    path: '/compare',
    name: 'compare',
    meta: { needs: 'units' },
    component: () => import('@/pages/ComparePage.vue'),
  },
  {
    path: '/certainty',
    name: 'certainty',
    meta: { needs: 'units' },
    component: () => import('@/pages/CertaintyPage.vue'),
  },
  {
    path: '/index-audit',
    name: 'index-audit',
    meta: { needs: 'units' },
    component: () => import('@/pages/IndexAuditPage.vue'),
  },
  {
    path: '/fill',
    name: 'units',
    meta: { needs: 'units' },
    component: () => import('@/pages/UnitsPage.vue'),
  },
  {
    path: '/fill/:unit/:objective?',
    name: 'fill',
    meta: { needs: 'units' },
    component: () => import('@/pages/FillPage.vue'),
    props: true,
  },
  {
    path: '/print/:unit',
    name: 'fill-print',
    meta: { needs: 'units' },
    component: () => import('@/pages/FillPrintPage.vue'),
    props: true,
  },
  {
    path: '/incidents',
    name: 'incidents',
    meta: { needs: 'round' },
    component: () => import('@/pages/IncidentsPage.vue'),
  },
  {
    path: '/incidents-new',
    name: 'incident-new',
    meta: { needs: 'round' },
    component: () => import('@/pages/IncidentPage.vue'),
  },
  {
    path: '/incidents/:incident',
    name: 'incident',
    meta: { needs: 'round' },
    component: () => import('@/pages/IncidentPage.vue'),
    props: true,
  },
  {
    path: '/tables/:register?',
    name: 'tables',
    meta: { needs: 'round' },
    component: () => import('@/pages/TablesPage.vue'),
    props: true,
  },
  {
    path: '/import',
    name: 'import',
    meta: { needs: 'round' },
    component: () => import('@/pages/ImportPage.vue'),
  },
  {
    path: '/surveys',
    name: 'surveys',
    meta: { needs: 'round' },
    component: () => import('@/pages/SurveysPage.vue'),
  },
  { path: '/rounds', name: 'rounds', component: () => import('@/pages/RoundsPage.vue') },
  {
    path: '/review/:unit?',
    name: 'review',
    meta: { needs: 'units' },
    component: () => import('@/pages/ReviewPage.vue'),
    props: true,
  },
  {
    path: '/findings',
    name: 'findings',
    meta: { needs: 'round' },
    component: () => import('@/pages/FindingsPage.vue'),
  },
  {
    path: '/reports',
    name: 'reports',
    meta: { needs: 'units' },
    component: () => import('@/pages/ReportsPage.vue'),
  },
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
