// SPDX-License-Identifier: Apache-2.0
/** Tries settings of detectors out on the sign-ins that are kept: what would have been raised, and never a finding. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.replay;
