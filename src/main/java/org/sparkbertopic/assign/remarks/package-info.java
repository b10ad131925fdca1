/**
 * What a run says about its layout: one topic that takes nearly everything, too few topics, too
 * many outliers, and which selection of clusters was chosen. Start with {@link
 * org.sparkbertopic.assign.remarks.SizeRemarks}.
 */
package org.sparkbertopic.assign.remarks;
