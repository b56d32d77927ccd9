// SPDX-License-Identifier: Apache-2.0
/** Lists of any length as files, with one page of them in memory. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.kit.export;
