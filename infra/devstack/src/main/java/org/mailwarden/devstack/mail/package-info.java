// SPDX-License-Identifier: Apache-2.0
/** A sample mail server, and the certificate authority its clients trust. */
@NullMarked
package org.mailwarden.devstack.mail;

import org.jspecify.annotations.NullMarked;
