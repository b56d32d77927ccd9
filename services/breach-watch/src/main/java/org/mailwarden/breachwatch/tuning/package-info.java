// SPDX-License-Identifier: Apache-2.0
/** What detectors of sign-ins go by, as an operator sets it: every version is kept, with who made it and why. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.tuning;
