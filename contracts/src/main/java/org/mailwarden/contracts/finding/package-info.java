// SPDX-License-Identifier: Apache-2.0
/** What breach-watch found, with the facts that explain it. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.contracts.finding;
