// SPDX-License-Identifier: Apache-2.0
/** Child processes that die with their parent, ports, and the folder of the checkout. */
@NullMarked
package org.mailwarden.devstack.process;

import org.jspecify.annotations.NullMarked;
