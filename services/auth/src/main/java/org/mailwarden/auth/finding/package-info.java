// SPDX-License-Identifier: Apache-2.0
/** Findings as breach-watch tells them when it is asked, which is the only word that counts. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.finding;
