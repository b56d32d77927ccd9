// SPDX-License-Identifier: Apache-2.0
/** A sample mail server with its own certificate authority. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.devstack.mail;
