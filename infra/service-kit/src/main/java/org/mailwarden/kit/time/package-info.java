// SPDX-License-Identifier: Apache-2.0
/** The clock. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.kit.time;
