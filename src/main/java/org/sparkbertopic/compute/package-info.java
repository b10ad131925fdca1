/**
 * What the algorithms share: named worker threads whose results do not depend on their number,
 * counter-based random numbers, the context of a fit. JDK only.
 */
package org.sparkbertopic.compute;
