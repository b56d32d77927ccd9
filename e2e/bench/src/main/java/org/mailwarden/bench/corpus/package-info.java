// SPDX-License-Identifier: Apache-2.0
/** How fast the password corpus is imported and asked. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.corpus;
