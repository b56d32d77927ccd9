// SPDX-License-Identifier: Apache-2.0
/** How far each consumer group is behind on each topic. Asked of Kafka when somebody looks; nothing is kept. */
@NullMarked
package org.mailwarden.console.lag;

import org.jspecify.annotations.NullMarked;
