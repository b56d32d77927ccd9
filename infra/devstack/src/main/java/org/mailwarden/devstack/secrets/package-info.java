// SPDX-License-Identifier: Apache-2.0
/** Generated secrets in files that only their owner reads. */
@NullMarked
package org.mailwarden.devstack.secrets;

import org.jspecify.annotations.NullMarked;
