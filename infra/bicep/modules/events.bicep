// Blobs that arrive are told of here. The subscription needs a key that exists after the first deployment: a hook makes it.
param name string
param location string
param tags object

@description('Storage account whose blobs are told of.')
param storageId string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: 'evgt-${name}'
  location: location
  tags: tags
  properties: { source: storageId, topicType: 'Microsoft.Storage.StorageAccounts' }
}

output name string = topic.name
