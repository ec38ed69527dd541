import { createRouter, createWebHashHistory } from 'vue-router'

import { useWorkspace } from '@/stores/workspace'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'start', component: () => import('@/pages/StartPage.vue') },
    { path: '/overview', name: 'overview', redirect: { name: 'units' } },
    { path: '/fill', name: 'units', component: () => import('@/pages/UnitsPage.vue') },
    { path: '/:rest(.*)', redirect: '/' },
  ],
})

// Every page but the first one shows a workspace.
router.beforeEach((to) => {
  if (to.name !== 'start' && useWorkspace().open === null) return { name: 'start' }
  return true
})
