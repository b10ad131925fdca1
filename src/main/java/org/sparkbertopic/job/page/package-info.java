/**
 * What stands on the page of a run: its settings, figures, map and documents. Start with {@link
 * org.sparkbertopic.job.page.RunReport}.
 *
 * <p>May use the packages of the library, {@code job.console} and {@code job.config}.
 */
package org.sparkbertopic.job.page;
