// SPDX-License-Identifier: Apache-2.0
/** Secrets made on first use and kept in files. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.devstack.secrets;
