// SPDX-License-Identifier: Apache-2.0
/** Standing aside for a remediation, and handing over the retired password for its proof. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.suspend;
