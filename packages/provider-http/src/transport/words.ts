// What is loaded when something fails.
export { badResponse, fromStep, noAnswer, refused } from './errors.ts'
export { brokenAnswer, connectionError, noAnswerInTime, redirected } from './network-errors.ts'
