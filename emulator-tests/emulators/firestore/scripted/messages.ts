/** The fields of the messages in google/firestore/v1/firestore.proto that the scripted server reads. */
export interface StructuredQuery {
  readonly from: readonly { readonly collectionId: string }[];
  readonly startAt?: { readonly values: readonly { readonly referenceValue?: string }[] } | null;
  readonly limit?: { readonly value: number } | null;
  readonly offset?: number;
}

interface Reading {
  readonly newTransaction?: object | null;
}

interface Explaining {
  readonly explainOptions?: { readonly analyze: boolean } | null;
}

interface Paging {
  readonly pageToken: string;
}

export interface Write {
  readonly update?: { readonly name: string } | null;
  readonly delete?: string;
  readonly transform?: { readonly document: string } | null;
}

export interface BatchGetDocumentsRequest extends Reading {
  readonly documents: readonly string[];
}

export interface RunQueryRequest extends Reading, Explaining {
  readonly parent: string;
  readonly structuredQuery: StructuredQuery;
}

export interface RunAggregationQueryRequest extends Reading, Explaining {
  readonly parent: string;
  readonly structuredAggregationQuery: {
    readonly structuredQuery: StructuredQuery;
    readonly aggregations: readonly { readonly alias: string }[];
  };
}

export interface ExecutePipelineRequest extends Reading {
  readonly database: string;
  readonly structuredPipeline: {
    readonly pipeline: {
      readonly stages: readonly {
        readonly name: string;
        readonly args: readonly { readonly referenceValue?: string; readonly stringValue?: string }[];
      }[];
    };
  };
}

export interface WriteRequest {
  readonly writes: readonly Write[];
}

export interface ListDocumentsRequest extends Paging {
  readonly parent: string;
  readonly collectionId: string;
}

export interface ListCollectionIdsRequest extends Paging {
  readonly parent: string;
}

export interface PartitionQueryRequest extends Paging {
  readonly parent: string;
  readonly structuredQuery: StructuredQuery;
}

export interface ListenRequest {
  readonly addTarget?: {
    readonly targetId: number;
    readonly documents?: { readonly documents: readonly string[] } | null;
    readonly query?: { readonly parent: string; readonly structuredQuery: StructuredQuery } | null;
  } | null;
}
