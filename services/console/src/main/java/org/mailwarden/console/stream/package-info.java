// SPDX-License-Identifier: Apache-2.0
/**
 * What changes, told while it changes: hints with ids and kinds alone, upon which a page asks again. In memory only (ADR
 * 15).
 */
@NullMarked
package org.mailwarden.console.stream;

import org.jspecify.annotations.NullMarked;
