// SPDX-License-Identifier: Apache-2.0
/** Examines the realm and the mail servers that resets depend on, and says in sentences what to mend. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.doctor;
