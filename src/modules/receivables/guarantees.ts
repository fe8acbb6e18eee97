/* The part of this module's door that guarantees are. */

export {
  callGuarantee,
  type CallGuaranteeInput,
  type GuaranteeCalled,
} from './operations/call-guarantee.ts';
export { expireGuarantees, hasDueGuarantees } from './operations/expire-guarantees.ts';
export { extendGuarantee, type ExtendGuaranteeInput } from './operations/extend-guarantee.ts';
export {
  recordGuarantee,
  type GuaranteeChanged,
  type RecordGuaranteeInput,
} from './operations/record-guarantee.ts';
export {
  countersignGuaranteeRelease,
  releaseGuarantee,
  type CountersignGuaranteeReleaseInput,
  type ReleaseGuaranteeInput,
} from './operations/release-guarantee.ts';
export { returnGuarantee, type ReturnGuaranteeInput } from './operations/return-guarantee.ts';
