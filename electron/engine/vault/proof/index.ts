export {
  PROVE_EVERY_DAYS,
  type ProofAge,
  type ProofEntry,
  type ProofLedger,
  type ProofOptions,
  type ProofPlan,
  planProof,
  proofAge,
} from './plan-proof.ts'
export { type ProofRun, type ProofStore, runProof } from './run-proof.ts'
