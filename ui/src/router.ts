import { createRouter, createWebHashHistory } from 'vue-router'

import { useWorkspace } from '@/stores/workspace'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'start', component: () => import('@/pages/StartPage.vue') },
    { path: '/overview', name: 'overview', component: () => import('@/pages/OverviewPage.vue') },
    { path: '/fill', name: 'units', component: () => import('@/pages/UnitsPage.vue') },
    {
      path: '/fill/:unit/:objective?',
      name: 'fill',
      component: () => import('@/pages/FillPage.vue'),
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
    { path: '/import', name: 'import', component: () => import('@/pages/ImportPage.vue') },
    { path: '/reports', name: 'reports', component: () => import('@/pages/ReportsPage.vue') },
    { path: '/settings', name: 'settings', component: () => import('@/pages/SettingsPage.vue') },
    { path: '/:rest(.*)', redirect: '/' },
  ],
})

// Every page but the first one shows a workspace.
router.beforeEach((to) => {
  if (to.name !== 'start' && useWorkspace().open === null) return { name: 'start' }
  return true
})
