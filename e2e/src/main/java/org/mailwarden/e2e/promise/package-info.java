// SPDX-License-Identifier: Apache-2.0
/** What the demo promises, with the evidence. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.e2e.promise;
